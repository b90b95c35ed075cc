"""Many reports at once: a list's rows become briefs, each result lands in a folder of its own.

columns -> rows -> briefs -> filling        what a list says, as briefs
naming  stored  outcomes  journal           where results go, what lies there already, what became of rows
dealing -> loading, placing                 rows as tasks; a task's brief; its files in its folder
pool                                        worker processes
"""

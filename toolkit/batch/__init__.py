"""Many reports at once: a list's rows become briefs, each result lands in a folder of its own.

columns -> rows -> briefs -> filling        what a list says, as briefs
naming  stored  journal                     where results go, what lies there already, the log
pool                                        worker processes
"""

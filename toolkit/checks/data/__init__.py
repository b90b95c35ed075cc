"""Computed rules of figures: with each other, with the words round them, with the brief.

The rooms, each importing only from those before it:

    told        figures with their words and bounds
    topics      what a figure counts, over which time, of which place
    spread      totals and parts in different sentences
    sums        totals and parts, proposals received and filed, attendance
    quorum      实到 against what is claimed of it
    shares      占 …%, …率, percentages of one whole
    rough       占七成以上, 过半 against counts
    chains      报送 and 采用, 人次 and 人数, one year and five
    changes     growth and decline
    averages    人均, 平均每家, 年均
    lists       counts against names and honours
    tables      columns against their 合计
    resumed     a count taken up further on, its words for the most part the same
    again       a count taken up in the next words
    retold      a figure again in other words, its number a slip of the first
    same        one thing with two values
    sizes       figures that no county has
"""

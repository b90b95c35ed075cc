"""Quantities in Chinese report text: every figure that would change next year or next door.

    from toolkit.quantities.find import find   # the package itself imports nothing: starts are quick
    from toolkit.quantities.knowledge import default, knowledge

    known = default()                          # the built-in pack; for others:
    known = knowledge(pack.mapping("quantities.yaml"), pack.data("cues.yaml"))
    found = find(text, known)                  # in order, no overlaps, offsets into `text`
    identities(found, text, pack.catalogue)    # sums, shares, lists, relations of the catalogue

`Quantity` says how a surface is read (two conventions to know: approximations belong to `text`,
and 万 and 亿 in figures belong to the unit). `key` is the catalogue's, without `_total`; `span`
tells whether the figure sums up several years, and `named` gives the key that a brief uses then.

What is a figure is asked thus: would it be another number next year, or next door? Doubtful cases:

    a figure                                    none
    围绕四个方面, 四点要求, 五大方面              提高五种能力, 建强两支队伍 (ways of speaking)
    7个民主党派组织 (counted)                    八个民主党派, 两会, 三农, 四好农村路 (always so many)
    十件实事, 三份报告, 两次走访                  一个, 一批, 一次, 万件实事, 千名委员 (一 and round ones)
    成立仅三个月, 为期三天, 3天, 2个小时           五年来, 近10年, 为期四年, 5年规划 (years are dates)
    平均年龄46.5岁                              68岁的老人, 12周岁 (whose age it is, not how many)
    每人至少2条, 不超过30天 (norms change)        365天, 24小时值班, 15分钟生活圈 (names)
    居39个区县之五: 39个                         第五位, 位列全省第3, 前10名, 一等奖 (ranks)
    占1/3, 近半数, 八成, 百分之五                 1/2版, 第1/5页, 2点到5点, 3:1 in a time of day
    连线12场(次), 122项(条): 12场, 122项          （A类）, 1.0版, 5A级, “4+4”, 《26条》 (names, titles)
    一行5人, （其中委员31人）                     浏览16000次, 全文共1924字 (the page's own)

The rooms, each importing only from those before it:

    numerals                217 <-> 二百一十七, both ways, and every spelling of a value
    quantity                the record
    context  label  keys    what stands round a figure, and what it therefore is
    knowledge               templates/quantities.yaml and cues.yaml, compiled
    readings                a numeral with its unit and approximations
    scan                    all numerals of a text, and which are no figures
    shared                  numbers that take their unit from their row
    find                    all of it
    listing                 the names that a number counts
    identities              what the figures say of each other
"""

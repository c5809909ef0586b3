"""The stages by which a toponym finds its place, each a small function.

`ladder` compares names on ever coarser keys, `ties` decides between namesakes, `reading` takes a text apart,
`context` finds the units around a place, `evidence` puts the way into words.
"""

"""Act text to annexes to printed rows: one module per layout.

`reader.read_act` gives the tables of offices, `reader.read_register` the register of services that an act
amends, `document.read_standards` the numbered paragraphs, `printing` writes rows out.
"""

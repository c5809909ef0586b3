"""From the text of an act to its annexes and printed rows: one module for each layout.

`reader.read_act` gives the tables of offices, `reader.read_register` the register of services that an act
amends, `document.read_standards` the numbered paragraphs, `row_listing` prints rows.
"""

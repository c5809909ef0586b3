"""From the text of an act to seeds, and from seeds to the store.

The steps: `acts` (text to printed rows), `readings` (rows to records), `territory` and `offices` (records to
units and offices), `places` (their positions), `seeds` (the files), `loading` (the store). `directory` does
this for every act, `staging` for a new one beside the published edition; `checks` measures the result.
"""

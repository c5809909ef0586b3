"""Converts files in common formats to the lines that the readers of acts take.

HTML, DOCX, XLSX and PDF are parsed in a child process with limits; texts and CSV in this one. Each line keeps
its place in the file: the page, the sheet, the table, the row.
"""

"""Files as people have them, turned into the lines that the readers of acts take.

HTML, DOCX, XLSX and PDF are taken apart in a child process with limits; texts and CSV in this one. Each line
keeps its place in the file: the page, the sheet, the table, the row.
"""

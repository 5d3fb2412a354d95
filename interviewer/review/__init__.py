"""A local web page on which people look at grades and set verdicts right.

Pages are rendered here and work without a script; the script adds keys. Everything that a page
shows of answers, records, banks and reviewers is untrusted text.
"""

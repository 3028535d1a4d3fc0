"""A report as people and programs read it; nothing raw from the text in any of them.

`visible` shows characters that draw nothing, `places` tells lines and columns, `schema` is the JSON that every program reads;
`diff`, `sarif`, `github` and `page` are made of these.
"""

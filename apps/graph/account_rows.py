"""Writes who belongs to which account. Rows have profile, account, name and since.

A merge moves none of it: from an absorbed profile, MERGED_INTO leads on.
"""

MEMBERS = """
UNWIND $rows AS row
MATCH (p:Profile {uid: row.profile})
MERGE (a:Account {uid: row.account}) SET a.name = row.name
MERGE (p)-[r:BELONGS_TO]->(a)
SET r.since = CASE WHEN r.since IS NULL OR row.since < r.since THEN row.since ELSE r.since END
"""

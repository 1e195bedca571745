"""A transparency log: what cities signed, in a list to which lines are only added, that anybody can check.

The hashing is that of RFC 6962 and RFC 9162 (Merkle tree), the checkpoints, cosignatures and tiles are those of the
C2SP (signed-note, tlog-checkpoint, tlog-cosignature, tlog-tiles, tlog-witness). Nothing here knows a database, a clock
or chance: hashes are read through a `HashReader`, times and salts are arguments.
"""

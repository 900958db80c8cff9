"""How each store likes to be written to, as ``pearlnet.bootstrap`` has it."""

from pearlnet.bootstrap import transactions
from pearlnet.settings import Settings

FILE = transactions(Settings(neo4j_uri=""))
SERVER = transactions(Settings(neo4j_uri="neo4j://127.0.0.1"))

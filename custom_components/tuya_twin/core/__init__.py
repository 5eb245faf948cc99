"""The rules of the house: standard library only, no Home Assistant, no sockets."""

from . import command_types as command_types, header as header

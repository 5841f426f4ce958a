"""The pure floor: values in, values out; no clock, disk, network or chance."""

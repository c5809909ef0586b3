"""Printed and typed addresses, taken apart."""

"""The registry as linked data: services as CPSV-AP, its distributions as DCAT-AP, all of it as N-Triples."""

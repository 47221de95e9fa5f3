def total(values):
    return {}

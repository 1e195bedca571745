def pages_for_everyone(get_response):
    return get_response

"""What the web server does around the pages: headers, cookies, liveness, metrics and logs."""

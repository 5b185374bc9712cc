"""The return date: counted in office time, said in words, with the calendar it is counted on."""

/** The scanner as a whole: command line, settings, and the order of the phases. */
@NullMarked
package com.example.scanner;

import org.jspecify.annotations.NullMarked;

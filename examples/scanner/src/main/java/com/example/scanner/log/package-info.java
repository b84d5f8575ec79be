/** The scanner's own machine-readable log: one JSON line per phase execution and per scan. */
@NullMarked
package com.example.scanner.log;

import org.jspecify.annotations.NullMarked;

/** A scanner that does as it is told, to be measured by the agent; runs in a JVM of its own. */
@NullMarked
package com.example.observability.scanner;

import org.jspecify.annotations.NullMarked;

/**
 * The vocabulary that everything else shares: span attributes with their columns, phase names, the
 * instrumentation scope.
 */
@NullMarked
package io.scanmetrics;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.scanmetrics.otel;

import org.jspecify.annotations.NullMarked;

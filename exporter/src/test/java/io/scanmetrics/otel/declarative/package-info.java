@NullMarked
package io.scanmetrics.otel.declarative;

import org.jspecify.annotations.NullMarked;

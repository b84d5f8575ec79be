@NullMarked
package io.scanmetrics.journal;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.scanmetrics.assemble;

import org.jspecify.annotations.NullMarked;

/** JSON as text and back, for columns and for files alike. */
@NullMarked
package io.scanmetrics.json;

import org.jspecify.annotations.NullMarked;

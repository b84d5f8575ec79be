/** Builds what the scanner is tried on; not part of the scanner. */
@NullMarked
package com.example.samples;

import org.jspecify.annotations.NullMarked;

/** Phases 5 and 6: signs the evidence and publishes it by digest. */
@NullMarked
package com.example.scanner.evidence;

import org.jspecify.annotations.NullMarked;

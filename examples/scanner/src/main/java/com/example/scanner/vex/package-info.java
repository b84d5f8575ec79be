/** Phase 4: turns the verdicts into exploitability statements. */
@NullMarked
package com.example.scanner.vex;

import org.jspecify.annotations.NullMarked;

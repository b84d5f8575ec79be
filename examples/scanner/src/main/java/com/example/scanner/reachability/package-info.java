/** Phase 3: decides by a call graph whether vulnerable code can be reached at all. */
@NullMarked
package com.example.scanner.reachability;

import org.jspecify.annotations.NullMarked;

/** Phase 2: names the packages in the artifact and what is known to be wrong with them. */
@NullMarked
package com.example.scanner.analyze;

import org.jspecify.annotations.NullMarked;

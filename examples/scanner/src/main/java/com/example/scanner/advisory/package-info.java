/** The offline feed of advisories in OSV form, and the matching of versions against it. */
@NullMarked
package com.example.scanner.advisory;

import org.jspecify.annotations.NullMarked;

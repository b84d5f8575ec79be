/** What tests of every module share: a real PostgreSQL with a database of its own for each test. */
@NullMarked
package io.scanmetrics.testing;

import org.jspecify.annotations.NullMarked;

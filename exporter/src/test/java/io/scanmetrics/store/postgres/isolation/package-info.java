/** An application in a JVM of its own, with the exporter in a class loader that it does not see. */
@NullMarked
package io.scanmetrics.store.postgres.isolation;

import org.jspecify.annotations.NullMarked;

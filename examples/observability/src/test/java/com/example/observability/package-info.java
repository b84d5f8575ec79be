/** Tries rules, alerts and dashboards on real scans, a real Prometheus and a real PostgreSQL. */
@NullMarked
package com.example.observability;

import org.jspecify.annotations.NullMarked;

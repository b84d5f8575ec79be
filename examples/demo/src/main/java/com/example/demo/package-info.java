/**
 * What {@code examples/demo.sh} does in Java: a PostgreSQL of its own, the answers to queries as
 * tables, a look at the meters.
 */
@NullMarked
package com.example.demo;

import org.jspecify.annotations.NullMarked;

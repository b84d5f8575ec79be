/** What all phases share: the request, the artifact, documents, policy and errors. */
@NullMarked
package com.example.scanner.model;

import org.jspecify.annotations.NullMarked;

@NullMarked
package com.example.sdk;

import org.jspecify.annotations.NullMarked;

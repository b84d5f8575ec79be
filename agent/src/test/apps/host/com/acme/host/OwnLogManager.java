package com.acme.host;

import java.util.logging.LogManager;

/** See {@link OwnLogging}. */
public final class OwnLogManager extends LogManager {}

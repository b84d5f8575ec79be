package com.example.scanner.analyze;

/**
 * A jar that one analyzer could not work on.
 *
 * @param location where in the artifact
 * @param code the name of an {@link com.example.scanner.model.ErrorCode}
 * @param message for people
 */
public record Problem(String location, String code, String message) {}

package com.example.inventory;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** A sample to be scanned: part of a web application, called by its container. */
public final class StockEndpoint {
  private final ObjectMapper mapper = new ObjectMapper();

  public int add(String body) throws IOException {
    return mapper.readValue(body, Delivery.class).pieces;
  }

  /** What clients send. */
  public static final class Delivery {
    public String article;
    public int pieces;
  }
}

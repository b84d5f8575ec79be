module com.acme.modular {}

"""What the law says about an application, as plain values in and plain values out."""

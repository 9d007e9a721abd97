"""What the service promises, shown: folders mirror the layers."""

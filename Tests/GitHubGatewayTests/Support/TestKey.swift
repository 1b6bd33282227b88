/// An RSA key made for these tests; it opens nothing.
enum TestKey {
    static let pem = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEowIBAAKCAQEAuN9qDoVvsbfNr1vGjPlZR6DlN/C3kWpGSGxsnYCE/HXdSl9t
        F+ZjnAWznkx6ig1AMSkbR/6C4NJ1TuERLmo22cSIBCzusCwozT0eRmEs3lMUPBI8
        bpgQ3Duljlxk43t++pn7O0mZjCOfFghHEl7DDf/iIPBb2vwus2p8EQ7TkGd2hvzA
        +K7TFTa5xDbl7FAlC+Z/ZoJsBWwi3QC8o4HuLM2kejB3i/ZRl95QsqXbtGN6pWMY
        9N83Yo+vSGv5fLPCGuQQlZdgP/NaeR6igSn8iKt/0eaWGIyPjV9M8jCHFTQvQBfC
        SQj3Jyk+yQYuws+1vgBa5+HqOatRzqEuF+aRhQIDAQABAoIBAAEQEbtDI5z9LkLF
        j4rkbRG3GFI9wURl/MDyVJ6ELF+KKutASK+EPMrbEokErgiooleWAajkiuqRcyiw
        rQlcBXQzh8ekXXvoSRTC9u9XJCukBSACR9Qn7iLh+eXrXI4dOeHlbDcPSYFve/zj
        r8rofg0QzUM8tn54CCmyYUO01t0D5L49+Z+mI/fDwaAklSL2P3jy67kzjYlfNxA/
        +TU3dRep2rjpuaPsRu/ja3IgMGm6OHY65wvvMf4WZaNpefGUqGwZnD9vrDvfsb2w
        2f947N7+fK5o4rp4+JuZXAvOg9m1a80/mI9N6ACCB1uOPGUGUVOoy2nqFk7lE0NX
        g+kTtFkCgYEA520uYdz/tqF8dEOTgfI4Gay/6APyGpcHnp7fExAMYJrHzY0SxCgA
        JIuCf+spgcTLtCb06hXz9DKR3YdrRSwb9EmPn5XqN8ROvByW0IdaK0a19zrRT+gT
        xkrFhZ324Cz9m+H3HZInU7YhSQHd78bxrTqZuwFQNN0sXWosN3MfnBkCgYEAzIDF
        dZ33vOCiZNPnqOpfxpveRx8bHP3D3BdgCOp+Aa6ZByibioUkpYvchdV+XQzj649X
        D+UKOqvnlRGdbRlQn/JDYzUSHhbJZzsApGY+V4NJgIGiLPl3it5lstTHOFZG4GAQ
        zjs8e5RYD+GYDpAF4nolLGoNDje2ZWo2nj8dTk0CgYAXErWbIDOGe9cyqEIepI2f
        Ua/Ya/xJVmF2GRTYi7MQNp5RCg2i7PIGsroSEtoSjBJbJb8pT4MBB8GvOn8haGJp
        GqRtHr85TCMlchw/Mh91TRl7SqvvsY23KWFEDxm8BABM+Fxw4E93cyMiakM8UrNp
        t/v3vwvGGX8A2UMLTDkMkQKBgGuAacyJbNiyMUvVhRrrkcti1ncGqAcWcyY4d3hY
        ZELYGIOF2jX4BaqsmhEUiKe7hfinUjn9yeHLyiI3r0zRmOtru/bjyBFfIyKMBqtl
        P/JbBoFyI+GGhkvO2yEl70/zMrDybwMqaoIAGkbG7VsCZMWINhBh81j8+nnXWrzX
        Kr2lAoGBAKjBVSVFLlVTNXqsDgxdfaWVGB+jxaIGDEWVVImbv8PjcaatPGI0Gumv
        6Hger3a+/7/ZEAxonejN01jPfRNnXoeKSUmdpJIsohbT6YXrk8vwNKjIYrjFyBbV
        rMxYNJdALLuilrI94ESd1rnjmI24+TTFxQhHCSFVmXf4S+6+Ad60
        -----END RSA PRIVATE KEY-----
        """
}
